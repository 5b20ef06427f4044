"""Reading: files become sources, sources become annotated readings, readings are stored and indexed."""
