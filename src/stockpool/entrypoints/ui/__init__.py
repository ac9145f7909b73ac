"""The two apps in the browser: their built files, served as they are."""
