"""Files made for downloading: the register, stock to print on."""
