"""Run kquant and its rivals on the same pictures, and write down what they did."""
