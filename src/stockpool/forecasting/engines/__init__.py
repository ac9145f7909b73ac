"""Where the pieces of a forecast are computed: in this process, or by the processes of many machines."""
