"""TensorBoard behind the platform's gateway."""
