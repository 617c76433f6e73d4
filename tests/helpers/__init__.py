"""What tests share: ways to run a command line, tables of cases, golden files."""
