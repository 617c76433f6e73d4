"""Who can help a French public buyer to buy sustainably."""
