-- Use the time step of a code up, so that a code that was seen by somebody else is worth nothing a second time.
-- KEYS[1] the second factor of one person; ARGV[1] the time step. Answers 1 when it is later than every one before it.
local last = tonumber(redis.call('HGET', KEYS[1], 'last_step') or '-1')
if redis.call('HEXISTS', KEYS[1], 'secret') == 0 or tonumber(ARGV[1]) <= last then
  return 0
end
redis.call('HSET', KEYS[1], 'last_step', ARGV[1])
return 1
