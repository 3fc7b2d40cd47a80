//! Reading exports: bytes to checked records, every row accounted for.
