"""Who is who, as a pure function: appearances of a name with their evidence in, persons with reasons out."""
