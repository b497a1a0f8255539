"""How a model is asked: prompts from files, evidence as marked data, counted before it is sent."""
