-- What an installation says of Secure Boot besides, or in place of, the facts that come with the product.
CREATE TABLE vendor_fact (
  -- What it is about, by which one replaces another.
  about    text PRIMARY KEY,
  fact     jsonb NOT NULL,
  added_at timestamptz(3) NOT NULL
);
