"""The career pathway: stages, where people stand, what they want and who could step up."""
