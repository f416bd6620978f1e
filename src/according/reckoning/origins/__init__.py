"""Who answers for a figure, and who only echoes whom."""
