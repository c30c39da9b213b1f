# Whether ages go by a clock that has been going for a while: some entry is neither new nor too old by it. After a clock
# was set ahead by days there is none for an eighth of the time that entries are kept, and nothing is too old yet.
function Test-GfaClockSteady {
    param([object[]]$Entry, [double]$Hours)
    $now = (Get-Date).ToUniversalTime()
    foreach ($one in $Entry) {
        $age = ($now - $one.WrittenAt).TotalHours
        if ($age -ge $Hours / 8 -and $age -le $Hours) { return $true }
    }
    $false
}
