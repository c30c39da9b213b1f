# The events that are sent, the newest first: of each kind the newest, of 2014 each one that says something else (it names
# the VM). Sixteen at most, of which nothing else takes the place of half a dozen of 2014.
function Select-GfaEvent {
    param([object[]]$Event)
    $seen = @{}
    $kept = @(foreach ($one in @($Event | Sort-Object -Property { $_['At'] } -Descending)) {
            $key = if ($one['Id'] -eq 2014) { "2014 $($one['Message'])" } else { "$($one['Log']) $($one['Id']) $($one['Level'])" }
            if ($seen[$key]) { continue }
            $seen[$key] = $true
            $one
        })
    $unwraps = @($kept | Where-Object { $_['Id'] -eq 2014 } | Select-Object -First 6)
    $others = @($kept | Where-Object { $_['Id'] -ne 2014 } | Select-Object -First (16 - $unwraps.Count))
    foreach ($one in @($unwraps + $others | Sort-Object -Property { $_['At'] } -Descending)) {
        [ordered]@{ at = ConvertTo-GfaTimestamp $one['At']; log = $one['Log']; id = $one['Id']; level = $one['Level']; message = ConvertTo-GfaText $one['Message'] -MaximumLength 400 }
    }
}
