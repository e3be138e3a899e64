"""Page to article, article to facts. Pure: no network, no database, no clock."""
