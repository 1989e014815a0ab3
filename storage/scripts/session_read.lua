-- What one request needs to know about who sent it, as it stands at one moment.
-- KEYS: sessions, account, access of one person; ARGV[1] digest of the session id.
-- Answers the session, the fields of the account and the overrides of access; nothing when there is no such session.
local session = redis.call('HGET', KEYS[1], ARGV[1])
if not session then
  return false
end
return {session, redis.call('HGETALL', KEYS[2]), redis.call('HGETALL', KEYS[3])}
