-- What of a year's marks a draft scheme meets.

-- Marks of each indicator in a year.
-- name: scheme_try_marks
-- columns: indicator marks
SELECT indicator, COUNT(*) AS marks FROM score
WHERE jurisdiction_id = :jurisdiction_id AND year = :year AND subject = :subject
GROUP BY indicator
ORDER BY indicator;
