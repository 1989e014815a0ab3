-- End sessions of one person, and note that some were ended: that makes those worthless which are only in a cookie.
-- KEYS: sessions, account of one person; ARGV: digests of session ids. Answers how many of them were in the store.
local ended = 0
for _, digest in ipairs(ARGV) do
  ended = ended + redis.call('HDEL', KEYS[1], digest)
end
if redis.call('EXISTS', KEYS[2]) == 1 then
  redis.call('HINCRBY', KEYS[2], 'sessions_ended', 1)
end
return ended
