# A state file as an object (the identity as a table), or null where there is none that makes sense. An error where it
# is there and cannot be read: to go on as if there were none would be to start anew.
function Read-GfaStateFile {
    param([string]$StatePath, [string]$Name)
    $path = Get-GfaStateFile -StatePath $StatePath -Name $Name
    foreach ($candidate in $path, "$path.new") {
        if (-not (Test-Path -LiteralPath $candidate)) { continue }
        try { $text = Read-GfaText -Path $candidate } catch {
            # Replaced just now: its next one is beside it.
            if ("$($_.CategoryInfo.Category)" -eq 'ObjectNotFound') { continue }
            throw
        }
        try {
            $value = if ($Name -eq 'identity') { Import-Clixml -LiteralPath $candidate -ErrorAction Stop } else { ConvertFrom-Json $text -ErrorAction Stop }
            if ($null -ne $value) { return $value }
        } catch {
            Write-Verbose (Get-GfaMessage StateUnreadable $candidate)
        }
    }
    $null
}
