-- Take entries out of a trail and write the rest again: XDEL alone leaves their text in the stream's blocks, and so in
-- the files on disk and in backups.
-- KEYS[1] audit    ARGV  the ids

local gone = {}
for _, id in ipairs(ARGV) do
  gone[id] = true
end
local entries = redis.call('XRANGE', KEYS[1], '-', '+')
redis.call('DEL', KEYS[1])
for _, entry in ipairs(entries) do
  if not gone[entry[1]] then
    redis.call('XADD', KEYS[1], entry[1], unpack(entry[2]))
  end
end
