"""`convenor bench ballot`: papers over real HTTP into a real database, beside two ceilings."""
