-- Write a field of a hash only where it still says what was seen.
-- KEYS[1] the hash    ARGV: field, the text seen ("" where there was none), the new text. 1 when it was written.

if (redis.call('HGET', KEYS[1], ARGV[1]) or '') ~= ARGV[2] then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1
