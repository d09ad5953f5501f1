"""From what stands where on a printed page (PDF, scan) to articles: glyphs → lines → columns → blocks → articles."""
