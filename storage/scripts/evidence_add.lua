-- Append what is not there yet to the evidence of one person, so that a thing counts once however often it is told.
-- KEYS  evidence, evidence:known    ARGV  pairs: what the entry is known by, its text
-- Replies how many were appended

local added = 0
for index = 1, #ARGV, 2 do
  if redis.call('SADD', KEYS[2], ARGV[index]) == 1 then
    redis.call('XADD', KEYS[1], '*', 'entry', ARGV[index + 1])
    added = added + 1
  end
end
return added
