"""The tests: real mail, real servers, claims as names."""
