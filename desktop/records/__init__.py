"""What people keep: records, places, people, meetings, issues, recommendations, the office."""
