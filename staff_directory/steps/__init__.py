"""Who may take a step of approval, deputies, letters, and the workflows that the portal ships."""
