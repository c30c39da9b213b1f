# The oldest entries that fit into one request, with their texts. Torn ones are set aside on the way; what something
# else holds open is left for later.
function Select-GfaBatch {
    param([string]$StatePath, [object[]]$Entry, [int]$MaximumCount, [int64]$MaximumBytes = 900KB)
    $bytes = 0
    $count = 0
    foreach ($candidate in $Entry) {
        if ($count -ge $MaximumCount -or ($count -gt 0 -and $bytes + $candidate.Bytes -gt $MaximumBytes)) { return }
        $text = Read-GfaOptional { Read-GfaSpoolEntry -StatePath $StatePath -Entry $candidate }
        if ($null -eq $text) { continue }
        $count++
        $bytes += $candidate.Bytes
        New-Object psobject -Property @{ Entry = $candidate; Text = $text }
    }
}
