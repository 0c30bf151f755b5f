from yunjiang.cli import main

main()
