"""Grades of penalties: proposed by rule, confirmed by 政策法规科, and what follows for how long each is public (信用修复管理办法)."""
