"""The door for browsers and programs: questions, answers as a stream, the catalog and the guides as pages."""
