"""Where stock stands and who may draw on it: nodes, channels, pools and buffers."""
