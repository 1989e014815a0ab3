-- Store a session that was only in a cookie, unless sessions were ended or the password was changed since it was read.
-- KEYS: sessions, account of one person; ARGV: digest of the session id, its value, then the account's
-- sessions_ended and password_hash as they were read. Answers 1 when written.
local is = redis.call('HMGET', KEYS[2], 'active', 'sessions_ended', 'password_hash')
if is[1] ~= '1' or (is[2] or '') ~= ARGV[3] or is[3] ~= ARGV[4] then
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1
