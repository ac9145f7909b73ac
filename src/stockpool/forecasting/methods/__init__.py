"""The methods, one file each; to add one, write its file and name it in `stockpool.forecasting.methods.known`."""
