"""What every act has in common: who, when, by what power, under which rules, and refusals."""
