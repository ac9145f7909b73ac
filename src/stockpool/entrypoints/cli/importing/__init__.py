"""How the command line imports: where the tables come from, what is shown meanwhile, what is answered."""
