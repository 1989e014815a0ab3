-- Count one attempt and say how long to wait first, in one step, so that attempts at the same moment are all counted.
-- KEYS[1] the limit, kept as "<attempts> <open again at, ms>".
-- ARGV: now (ms), attempts without a wait, first wait (ms), longest wait (ms), forgotten after (ms).
-- Answers 0 when the attempt may go ahead (it is then counted), else the milliseconds to wait (it is not counted).
local now, free, first, longest, forget = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local attempts, open_at = 0, 0
local stored = redis.call('GET', KEYS[1])
if stored then
  local a, b = string.match(stored, '^(%d+) (%d+)$')
  attempts, open_at = tonumber(a), tonumber(b)
end
if open_at > now then
  return math.min(open_at - now, longest)
end
attempts = attempts + 1
if attempts >= free then
  open_at = now + math.min(longest, first * 2 ^ math.min(attempts - free, 40))
end
redis.call('SET', KEYS[1], string.format('%d %d', attempts, open_at), 'PX', forget)
return 0
