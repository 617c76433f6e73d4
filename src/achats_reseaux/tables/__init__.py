"""Tables of rows: CSV and workbooks, read and written as their rows come."""
