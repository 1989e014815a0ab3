-- Write a session's value only while the session is still there: an ended session is never brought back by activity.
-- KEYS[1] sessions of one person; ARGV[1] digest of the session id, ARGV[2] new value. Answers 1 when written.
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
