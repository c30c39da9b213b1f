# False where somebody else could have laid out what is in a folder: an ordinary user may create one under
# ProgramData before the agent comes. Only administrators and the system can give a folder to administrators or
# the system. Read from the SDDL, whose letters are not translated.
function Test-GfaTrusted {
    param([string]$Path)
    if (-not (Test-GfaWindows)) { return ("$(& stat -c %u -- $Path)" -eq "$(& id -u)") }
    # The last one is TrustedInstaller's.
    $owners = 'BA', 'SY', 'LA', 'S-1-5-18', 'S-1-5-32-544', 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'
    "$((Get-Acl -LiteralPath $Path -ErrorAction Stop).Sddl)" -match '^O:(.+?)(G:|D:|S:|$)' -and $owners -contains $Matches[1]
}
