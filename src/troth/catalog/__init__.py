"""What is sold: products, their prices and options, promotions."""
