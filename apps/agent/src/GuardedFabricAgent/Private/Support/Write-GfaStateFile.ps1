# Replaces a state file. The new content is whole beside the old one before the old one goes, and the reader
# knows both places. A secret's protection is set before there is content to protect; the other files have
# that of their folder.
function Write-GfaStateFile {
    param([string]$StatePath, [string]$Name, $Value)
    $path = Join-Path $StatePath "$Name.json"
    $next = "$path.new"
    # Not made over what lies there: somebody may hold it open, or it may lead elsewhere.
    Remove-Item -LiteralPath $next -Force -ErrorAction SilentlyContinue
    $null = New-Item -Path $next -ItemType File -ErrorAction Stop
    if ($Name -eq 'identity') {
        Protect-GfaPath -Path $next -Account (Read-GfaStateFile -StatePath $StatePath -Name config).account
    }
    Write-GfaFile -Path $next -Text (ConvertTo-GfaJson $Value)
    Move-Item -LiteralPath $next -Destination $path -Force -ErrorAction Stop
}
