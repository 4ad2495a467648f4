"""From a model in a notebook to what a model server loads: its file, what is known of it, and where both are kept."""
