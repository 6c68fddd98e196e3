"""`convenor bench cases`: thousands of open cases on the embedded servers, and what falls due."""
