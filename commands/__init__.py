"""What the verbs of `tintinh` take, do and say; `cli.py` lists them."""
