-- Texts of files and the bands of their signatures (evidence/text_store.h).
-- nouns: evidence_text

-- name: evidence_text_insert
INSERT INTO evidence_text (jurisdiction_id, sha256, characters, text, signature)
VALUES (:jurisdiction_id, :sha256, :characters, :text, :signature)
ON CONFLICT (jurisdiction_id, sha256) DO NOTHING;

-- name: evidence_text_band
INSERT INTO evidence_band (jurisdiction_id, band, sha256)
VALUES (:jurisdiction_id, :band, :sha256)
ON CONFLICT (jurisdiction_id, band, sha256) DO NOTHING;

-- name: evidence_text_get
-- columns: text
SELECT text FROM evidence_text WHERE jurisdiction_id = :jurisdiction_id AND sha256 = :sha256;

-- Texts that share a band with this one; those that share most first.
-- name: evidence_text_candidates
-- columns: sha256 text
SELECT t.sha256, t.text FROM (
	SELECT b.sha256, COUNT(*) AS bands FROM evidence_band a
	JOIN evidence_band b ON b.jurisdiction_id = a.jurisdiction_id AND b.band = a.band
	WHERE a.jurisdiction_id = :jurisdiction_id AND a.sha256 = :sha256 AND b.sha256 <> :sha256
	GROUP BY b.sha256 ORDER BY COUNT(*) DESC, b.sha256 LIMIT 200) c
JOIN evidence_text t ON t.jurisdiction_id = :jurisdiction_id AND t.sha256 = c.sha256
ORDER BY c.bands DESC, t.sha256;
