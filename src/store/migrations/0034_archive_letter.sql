-- Letters of a unit: its archive and its burden ask for them.

CREATE INDEX letter_unit ON letter (jurisdiction_id, unit_id);

-- engine: sqlite only
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('letter', 'letter_unit', '50000 50000 60');
