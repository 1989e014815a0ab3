-- Ask whether an attempt may go ahead, or count one that failed; in one step, so that attempts at the same moment agree.
-- KEYS[1] the limit, kept as "<failures> <open again at, ms>".
-- ARGV: "ask" or "failed", now (ms), failures without a wait, first wait (ms), longest wait (ms), forgotten after (ms).
-- Asking answers 0 when the attempt may go ahead, else the milliseconds to wait. While failures are few they are counted
-- when they have happened, so that people who sign in at the same moment do not hinder each other; from then on an attempt
-- is counted as it begins, so that of many at the same moment one goes ahead.
local asks = ARGV[1] == 'ask'
local now, free, first, longest = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local failures, open_at = 0, 0
local stored = redis.call('GET', KEYS[1])
if stored then
  local a, b = string.match(stored, '^(%d+) (%d+)$')
  failures, open_at = tonumber(a), tonumber(b)
end
if asks and open_at > now then
  return math.min(open_at - now, longest)
end
if asks == (failures < free) then
  return 0
end
failures = failures + 1
if failures >= free then
  open_at = now + math.min(longest, first * 2 ^ math.min(failures - free, 40))
end
redis.call('SET', KEYS[1], string.format('%d %d', failures, open_at), 'PX', ARGV[6])
return 0
