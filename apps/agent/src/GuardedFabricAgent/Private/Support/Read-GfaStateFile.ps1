# A state file as an object, or null where there is none that can be read.
function Read-GfaStateFile {
    param([string]$StatePath, [string]$Name)
    $path = Join-Path $StatePath "$Name.json"
    foreach ($candidate in $path, "$path.new") {
        if (-not (Test-Path -LiteralPath $candidate)) { continue }
        try {
            $value = Get-Content -LiteralPath $candidate -Raw -ErrorAction Stop | ConvertFrom-Json -ErrorAction Stop
            if ($null -ne $value) { return $value }
        } catch {
            Write-Verbose (Get-GfaMessage StateUnreadable $candidate)
        }
    }
    $null
}
