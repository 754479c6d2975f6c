"""The HTTP service of stitext; start at ``stitext_api.app.create_app``."""
