"""Pages and XML of ModernGov, the committee system of most councils."""
